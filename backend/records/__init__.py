"""What travels between the rooms: typed, unchanging, without input or output."""
