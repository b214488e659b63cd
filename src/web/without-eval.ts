import { config } from 'zod'

// Schemas compile themselves with `new Function`, which the page's policy forbids; asked first, they do without. Import this before any contract.
config({ jitless: true })
