"""What outlives the process. The only room that imports sqlalchemy."""
