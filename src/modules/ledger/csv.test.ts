import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decimal } from './amounts.ts'
import { csvOf } from './csv.ts'

test('a text that a spreadsheet would calculate is written as a text, a number stays a number', () => {
  const dangerous = ['=1+1', '+1+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")']
  const row = csvOf([dangerous]).trimEnd()
  assert.equal(row, `'=1+1,'+1+cmd,'-2+3,'@SUM(A1),'\t=1,"'\r=1","'=HYPERLINK(""http://x"",""y"")"`)
  assert.equal(csvOf([['-86.00', '12', -3, 'a,b', 'two\nlines', '']]), '-86.00,12,-3,"a,b","two\nlines",\r\n')
})

test('no cell of any text begins as a formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const cell = csvOf([[text]]).replace(/^"/, '')
      return /^-?\d+(\.\d+)?$/.test(text) || !/^[=+\-@\t\r]/.test(cell) || cell === '\r\n'
    }),
    { numRuns: 2_000 },
  )
})

test('an amount as text has the digits of its currency, and says the same number', () => {
  assert.deepEqual(
    [decimal(8_600, 'EUR'), decimal(-5, 'EUR'), decimal(1_200, 'JPY'), decimal(-1_234, 'KWD'), decimal(0, 'EUR')],
    ['86.00', '-0.05', '1200', '-1.234', '0.00'],
  )
  fc.assert(
    fc.property(fc.maxSafeInteger(), (amount) => BigInt(decimal(amount, 'EUR').replace('.', '')) === BigInt(amount)),
    { numRuns: 2_000 },
  )
})
