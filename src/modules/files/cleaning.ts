import type sharp from 'sharp'
import { Problem } from '#kernel/problem'
import { fileRefused, pictureTooLarge } from './problems.ts'

/**
 * What is kept of a picture: its pixels, upright, no larger than a screen needs. Where and when it was taken, by which
 * telephone, and whatever else was hidden in the file stays behind.
 */

/** More than the cameras of telephones make; a file of a few bytes that unfolds to more is refused unread. */
const pixelsMax = 64_000_000
/** Longest side of what is kept: a screen of 1,024 points at double density. */
const sideMax = 2_048
/** WebP quality: the smallest at which photographs look the same beside the original. */
const quality = 82
/** Longer than this no honest picture takes, s. */
const secondsMax = 20
/** Decoding takes up to 4 bytes a pixel, so only so many at once. */
const atOnce = 2

let loading: Promise<typeof sharp> | undefined

/** Loaded with the first picture: a town without uploads does without its memory. */
function loadSharp(): Promise<typeof sharp> {
  loading ??= import('sharp').then(({ default: loaded }) => {
    loaded.cache(false)
    loaded.concurrency(1)
    return loaded
  })
  return loading
}

/** A picture as it is kept. */
export type Cleaned = { content: Buffer; width: number; height: number }

/** Reads a picture and writes it anew as WebP. @throws {Problem} file-refused, picture-too-large */
export async function cleanPicture(bytes: Uint8Array): Promise<Cleaned> {
  return inTurn(async () => {
    try {
      const clean = await loadSharp()
      const { data, info } = await clean(bytes, { limitInputPixels: pixelsMax, sequentialRead: true })
        .autoOrient()
        .resize({ width: sideMax, height: sideMax, fit: 'inside', withoutEnlargement: true })
        .webp({ quality })
        .timeout({ seconds: secondsMax })
        .toBuffer({ resolveWithObject: true })
      return { content: data, width: info.width, height: info.height }
    } catch (error) {
      throw refusalOf(error)
    }
  })
}

/** The library tells its refusals apart by words only. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (/pixel limit|timeout/i.test(error.message)) return new Problem(pictureTooLarge)
  return new Problem(fileRefused, { detail: 'The file begins like a picture but cannot be read as one.' })
}

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}
