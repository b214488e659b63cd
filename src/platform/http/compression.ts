import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'

// A fifteenth less than gzip in about its time; what is beyond takes several times as long for a hundredth.
const BROTLI_QUALITY = 6
// Less than fits in one packet gains nothing.
const LEAST_BYTES = 1400

/** Sends what can be read as text compressed to whoever takes it; a stream of events goes out as it comes. Nothing compressed is taken in. */
export async function compressReplies(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    threshold: LEAST_BYTES,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  })
}
