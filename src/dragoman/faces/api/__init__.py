"""The API and the feeds over HTTP: the queries of the command line, the names of the JSON contract.

Shape: `app.mount` puts both into the application of the pages; they share its site, its guard and its faults.
"""
