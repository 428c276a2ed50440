"""Monthly gifts and Stripe: what Stripe is told (`tell`), what it tells us (`hear`), and what no event told (`sweep`).
Our row leads: what is wanted stands there first, and is told until Stripe has it."""
