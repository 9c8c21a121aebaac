"""What agents buy: contacts answered by number of agents, goals kept over a day, a week or a window, their price."""
