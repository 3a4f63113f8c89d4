/**
 * Draws the pictures of the demo town: emoji art on soft backgrounds. Run it after changing art in `town/`:
 *
 *   mkdir /tmp/art && cd /tmp/art && npm install sharp@0.35 @lobehub/fluent-emoji-3d@1.1.0
 *   node src/app/demo/make-pictures.mjs /tmp/art
 *
 * The result is committed, so that neither package is needed to run the town. docs/pictures.md names the art's licence.
 */
import { existsSync, mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pictureFolder, pictureName, readDemoTown, toneOf } from './content.ts'

const [, , workshop = ''] = process.argv
const sharp = createRequire(path.join(path.resolve(workshop), 'x.js'))('sharp')
const assets = path.join(workshop, 'node_modules/@lobehub/fluent-emoji-3d/assets')

/** Edge of a picture in pixels; a card on a telephone is about 180 wide at twice the density. */
const edge = 440
const quality = 80

/** Light in the middle, and the colour it falls off to. */
const tones = {
  clay: ['#fdeee3', '#e9bb9b'],
  sand: ['#fcf4e4', '#e3cda4'],
  butter: ['#fff8dc', '#f2d787'],
  moss: ['#f1f6e2', '#b9ce8e'],
  mint: ['#e9f8f0', '#a5d9c0'],
  lake: ['#e6f3f8', '#94c4d8'],
  sky: ['#eaf2fd', '#a9c8ee'],
  lilac: ['#f4effc', '#c6b4e6'],
  rose: ['#fdeef2', '#ecb3c3'],
  coral: ['#fff0ea', '#f4af98'],
  slate: ['#f0f2f5', '#b6c0cc'],
  cream: ['#fffaf1', '#e9dcc4'],
}

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' })

function assetOf(emoji) {
  const points = Array.from(emoji, (letter) => letter.codePointAt(0).toString(16))
  const names = [points, points.filter((point) => point !== 'fe0f'), [...points, 'fe0f']]
  const found = names.map((name) => path.join(assets, `${name.join('-')}.webp`)).find((file) => existsSync(file))
  if (found === undefined) throw new Error(`there is no art for ${emoji} (${points.join('-')})`)
  return found
}

/** The art and its soft shadow on the ground. */
async function standing(emoji, { size, left, top, turn = 0 }) {
  const art = await sharp(assetOf(emoji))
    .rotate(turn, { background: '#0000' })
    .resize(Math.round(size), Math.round(size), { fit: 'contain', background: '#0000', kernel: 'lanczos3' })
    .png()
    .toBuffer()
  const shadow = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${edge}" height="${edge}"><defs><filter id="f"><feGaussianBlur
      stdDeviation="${size / 22}"/></filter></defs><ellipse cx="${left + size / 2}" cy="${top + size * 0.95}"
      rx="${size * 0.36}" ry="${size * 0.06}" fill="#40301f" opacity=".28" filter="url(#f)"/></svg>`,
  )
  return [
    { input: shadow, left: 0, top: 0 },
    { input: art, left: Math.round(left), top: Math.round(top) },
  ]
}

async function draw(tone, art, file) {
  const [light, deep] = tones[tone]
  const ground = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${edge}" height="${edge}"><defs>
      <radialGradient id="g" cx=".42" cy=".34" r=".85"><stop offset="0" stop-color="${light}"/>
      <stop offset="1" stop-color="${deep}"/></radialGradient></defs>
      <rect width="100%" height="100%" fill="url(#g)"/>
      <ellipse cx="${edge / 2}" cy="${edge * 1.02}" rx="${edge * 0.86}" ry="${edge * 0.3}" fill="#fff" opacity=".26"/></svg>`,
  )
  const [main, second] = Array.from(segments.segment(art), ({ segment }) => segment)
  const layers =
    second === undefined
      ? await standing(main, { size: edge * 0.6, left: edge * 0.2, top: edge * 0.19 })
      : [
          ...(await standing(main, { size: edge * 0.55, left: edge * 0.13, top: edge * 0.18 })),
          ...(await standing(second, { size: edge * 0.32, left: edge * 0.58, top: edge * 0.5, turn: 8 })),
        ]
  await sharp(ground).composite(layers).webp({ quality, effort: 6, smartSubsample: true }).toFile(file)
}

const { stalls, residents } = readDemoTown()
const wanted = new Map()
for (const { tone, art, offers } of stalls) {
  for (const one of [art, ...offers.map((offer) => offer.art)]) wanted.set(pictureName(tone, one), [tone, one])
}
for (const { slug, art } of residents) wanted.set(pictureName(toneOf(slug), art), [toneOf(slug), art])

mkdirSync(pictureFolder, { recursive: true })
for (const file of readdirSync(pictureFolder)) if (!wanted.has(file)) unlinkSync(path.join(pictureFolder, file))
for (const [name, [tone, art]] of wanted) await draw(tone, art, path.join(pictureFolder, name))
const total = [...wanted.keys()].reduce((sum, name) => sum + statSync(path.join(pictureFolder, name)).size, 0)
console.log(`${wanted.size} pictures, ${Math.round(total / 1024)} kB`)
