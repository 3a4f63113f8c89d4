import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressFrom, addressText } from './typed-address.ts'

test('what was typed as an address is told apart as far as it can be', () => {
  const mia = { name: 'Mia', street: 'Seestrasse 1', city: 'Bregenz', postalCode: '6900' }
  assert.deepEqual(addressFrom('Seestrasse 1, 6900 Bregenz', 'Mia'), mia)
  assert.deepEqual(addressFrom('Mia\nSeestrasse 1\n6900 Bregenz', 'Somebody'), mia)
  assert.deepEqual(addressFrom('By the lake', 'Mia'), { name: 'Mia', street: 'By the lake', city: '' })
  assert.deepEqual(addressFrom('湖边路1号, 杭州', 'Mei'), { name: 'Mei', street: '湖边路1号', city: '杭州' })
})

test('an address of the book comes back from its text', () => {
  const address = { name: 'Mia', street: 'Seestrasse 1', postalCode: '6900', city: 'Bregenz', countryCode: 'AT' }
  const { countryCode: _, ...told } = address
  assert.deepEqual(addressFrom(addressText(address), 'Somebody'), told)
})
