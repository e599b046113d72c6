"""Small real programs and servers that behave well or badly on demand."""
