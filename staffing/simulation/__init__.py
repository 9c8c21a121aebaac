"""The event simulator: contacts through queues to agents, many days, seeded and reproducible."""
