import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contrastOf, lookOf, unreadable } from './accent.ts'

/** Any colour there is. */
const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
/** Grounds as web/kit/theme.tsx has them. */
const light = ['#faf6ef', '#fffdf9', '#f3ede3']
const dark = ['#191511', '#231e19', '#2d2721']

test('contrast is reckoned as WCAG does', () => {
  assert.equal(contrastOf('#000000', '#ffffff'), 21)
  assert.equal(contrastOf('#777777', '#ffffff').toFixed(2), '4.48')
  assert.equal(contrastOf('#b8431f', '#ffffff').toFixed(2), contrastOf('#ffffff', '#b8431f').toFixed(2))
})

test('a colour on which white cannot be read is refused, with the nearest that will do', () => {
  assert.equal(unreadable('#b8431f'), null)
  const wrong = unreadable('#ffcc00')
  assert.ok(wrong !== null && wrong.contrast < 2)
  fc.assert(
    fc.property(anyColour, (colour) => {
      const found = unreadable(colour)
      assert.ok(contrastOf(found?.nearest ?? colour, '#ffffff') >= 4.5)
    }),
    { numRuns: 2_000 },
  )
})

test('whatever colour is taken, all that follows from it is readable in light and in dark', () => {
  fc.assert(
    fc.property(anyColour, (colour) => {
      const accent = unreadable(colour)?.nearest ?? colour
      const look = lookOf(accent)
      assert.equal(look.palette.length, 10)
      assert.equal(look.palette[6], accent)
      for (const [shades, grounds] of [[look.light, light], [look.dark, dark]] as const) {
        assert.ok(contrastOf(shades.fill, '#ffffff') >= 4.5, `white on ${shades.fill} of ${accent}`)
        for (const ground of [...grounds, shades.soft])
          assert.ok(contrastOf(shades.text, ground) >= 4.5, `${shades.text} on ${ground} of ${accent}`)
        for (const ground of grounds)
          assert.ok(contrastOf(shades.fill, ground) >= 3, `${shades.fill} on ${ground} of ${accent}`)
      }
    }),
    { numRuns: 3_000 },
  ) // prettier-ignore
})
