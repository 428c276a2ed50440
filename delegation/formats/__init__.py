"""How days and numbers are written, by language (settings.FORMAT_MODULE_PATH). Django looks a pattern such as "j F Y"
up here by its name before it takes it literally, so that templates write one pattern and Spanish reads "5 de noviembre
de 2026". Amounts are written as in the United States in both languages: 1,240.50."""
