const COLOURS = ['#65305a', '#bb75ac', '#e7975f', '#3d8454', '#2f78b2']

/** Confetti, once. Nothing for those who asked for less motion, and nothing is loaded for them either. */
export async function celebrate(): Promise<void> {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return
  const { default: confetti } = await import('canvas-confetti')
  // Without its worker, which comes from a blob: address that the page's policy forbids.
  const fire = confetti.create(undefined, { resize: true, useWorker: false })
  const burst = {
    particleCount: 60,
    spread: 70,
    startVelocity: 42,
    ticks: 160,
    colors: COLOURS,
    disableForReducedMotion: true,
  }
  void fire({ ...burst, angle: 60, origin: { x: 0, y: 0.9 } })
  void fire({ ...burst, angle: 120, origin: { x: 1, y: 0.9 } })
}
