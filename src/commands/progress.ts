import { Presets, SingleBar } from 'cli-progress'

export type Progress = {
  /** `done` from 0 to 1; `says` what is being done. */
  show(progress: { readonly done: number; readonly says: string }): void
  /** Takes the bar off the screen. */
  end(): void
}

type Terminal = NodeJS.WriteStream & { readonly fd: 2 }

/** Shows how far long work has come: a bar on a terminal, else a line on stderr whenever something else is being done. */
export function showProgress(terminal: Terminal = process.stderr): Progress {
  if (!terminal.isTTY) return linesOnly((line) => terminal.write(line))
  const bar = new SingleBar(
    { stream: terminal, format: '{bar} {percentage} %  {says}', clearOnComplete: true, hideCursor: true, barsize: 24 },
    Presets.rect,
  )
  let open = false
  return {
    show: ({ done, says }) => {
      if (!open) bar.start(100, 0, { says })
      open = true
      bar.update(Math.floor(done * 100), { says })
    },
    end: () => {
      if (open) bar.stop()
      open = false
    },
  }
}

/** The same for a log: each thing once. */
export function linesOnly(write: (line: string) => void): Progress {
  let last = ''
  return {
    show: ({ done, says }) => {
      if (says === last) return
      last = says
      write(`${String(Math.floor(done * 100)).padStart(3)} %  ${says}\n`)
    },
    end: () => undefined,
  }
}
