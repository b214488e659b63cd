import { existsSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { MODEL_VERSION } from '../src/stages/analyze/analyze.defaults.ts'
import { GOLDEN_FILE, goldenResult, goldenText, readGolden } from '../test/golden-analyses.ts'

// Writes src/stages/analyze/golden/analyses.ndjson anew. A result that changed under the same model version is not written over:
// an analysis that is kept with this version would no longer replay.
const golden = existsSync(GOLDEN_FILE) ? readGolden() : { modelVersion: 0, cases: [] }
const changed = golden.cases.filter((one) => !isDeepStrictEqual(goldenResult(one), one.found)).length

if (changed > 0 && golden.modelVersion === MODEL_VERSION) {
  console.error(
    `${String(changed)} of ${String(golden.cases.length)} results changed: raise MODEL_VERSION in analyze.defaults.ts, then run this again.`,
  )
  process.exitCode = 1
} else {
  const text = goldenText()
  writeFileSync(GOLDEN_FILE, text)
  console.log(`Wrote ${String(text.split('\n').length - 2)} analyses of model version ${String(MODEL_VERSION)}`)
}
