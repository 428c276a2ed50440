"""What a journey's rules come to, without a database: a day's allowance with the meals somebody else paid taken off,
miles, the 30/60/120 days of an accountable plan, and from which sum on a year's stipends are reported. Amounts are
integer minor units; days are local calendar days. Every answer names the rate it used, its source and its date."""
