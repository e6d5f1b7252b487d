"""Who was seen, where and when, and the words that explain it."""
