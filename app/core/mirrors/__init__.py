"""What is done with mirrors: remember a person's choice, measure, tell conda, pip and others.

Which mirrors there are is `app.core.catalog.mirrors`' business, fetching the network's.
"""
