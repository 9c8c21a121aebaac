"""The requirement by skill set: how many agents of every set of skills keep every queue's goal, flexible ones once."""
