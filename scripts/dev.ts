import { spawn } from 'node:child_process'

// npm run dev: the server, started anew whenever its code changes, and Vite in front of it with the web app as it is being written.

const bin = 'node_modules/.bin'

const children = [
  spawn(process.execPath, ['--watch', '--watch-preserve-output', 'bin/renubu', 'serve'], { stdio: 'inherit' }),
  spawn(`${bin}/vite`, ['--config', 'src/web/vite.config.ts'], { stdio: 'inherit' }),
]

const stop = (): void => {
  for (const child of children) child.kill('SIGTERM')
}

process.on('SIGINT', stop)
process.on('SIGTERM', stop)
// Half of it is of no use: whichever ends takes the other along.
for (const child of children) child.on('exit', stop)
