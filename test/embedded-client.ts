import { startEmbedded } from '../src/platform/embedded/embedded.ts'

// A process that uses the embedded server: tests start it, kill it, or ask it to leave by closing its stdin.
const [dataDir = '', durable = 'durable'] = process.argv.slice(2)
const server = await startEmbedded({ dataDir, durable: durable === 'durable' })
process.stdout.write(`${JSON.stringify({ adminUrl: server.adminUrl })}\n`)
process.stdin.resume()
process.stdin.once('end', () => {
  void server.release().then(() => process.stdout.write('left\n'))
})
