/** `RENUBU_TEST_SERVERS=2`: what the tests ask is two servers in turns, with two workers behind them, all on one database. */
export const TWO_OF_EACH = process.env['RENUBU_TEST_SERVERS'] === '2'
