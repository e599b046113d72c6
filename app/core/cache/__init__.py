"""What Seedbed keeps and can fetch again, and how it is cleaned up."""
