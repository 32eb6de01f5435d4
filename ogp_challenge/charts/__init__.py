"""Pure geometry: numbers in, frozen objects out, one module a chart. Templates print them, tests read them."""
