"""What `rollcall bench vision` measures: speed, agreement with peers, faces found, landmarks."""
