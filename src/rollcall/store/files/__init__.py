"""What lies beside the database: the folder of pictures, and the lock that keeps others out."""
