"""Rules and formats. Pure: no file, socket, clock or framework; time and bytes are arguments."""
