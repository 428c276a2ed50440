"""The demo delegation of an invented network: everybody and everything here is made up."""
