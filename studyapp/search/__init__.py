"""Search over the course: lessons and their sections, labs, questions, words, passages of the notes."""
