/** The company whose records all benches work with. */
export const COMPANY = '019a0000-0000-7000-8000-000000000001'
