"""The vocabulary of a contact centre: site, people, shifts, rosters, frames, day types, errors."""
