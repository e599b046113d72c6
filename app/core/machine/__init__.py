"""What is true of this computer, how it is found out, and what follows for a plan.

Nothing is changed here, and no person is asked.
"""
