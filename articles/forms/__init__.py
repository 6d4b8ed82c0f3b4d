"""What editors type, made into what may be kept."""
