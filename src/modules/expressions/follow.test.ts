import assert from 'node:assert/strict'
import { test } from 'node:test'
import { follow } from './index.ts'

const marks = [
  ['input', 'address'],
  ['input', 'guests', '*', 'name'],
  ['data', 'address'],
] as const

const handedOn = [
  'input.address',
  'input["address"]',
  'has(input.address) ? input.address : ""',
  'input.express ? data.address : input.address',
  '{"to": input.address, "from": offer.seller}',
  '[input.address, data.address]',
  'input.guests.map(g, g.name)',
  'input.guests.filter(g, g.age > 17)',
  'input.guests.map(g, {"who": g.name, "age": g.age})',
  'input',
  'data',
] as const

const unmarked = [
  'has(input.address)',
  'has(input.address) ? 1 : 2',
  'size(input.guests)',
  'input.guests.map(g, g.age)',
  'input.guests.exists(g, g.age > 17)',
  'input.note == "x"',
  'data.note',
  'terms.address',
] as const

const misuses = [
  'input.address == ""',
  'input.address == data.address',
  'input["address"] == ""',
  'input[data.name] == ""',
  'size(input.address) > 5',
  'input.address in ["a"]',
  'input.address + "!"',
  'input.address == "a" ? 1 : 2',
  'input.address ? 1 : 2',
  'input.guests.exists(g, g.name == "a")',
  'input.guests.filter(g, g.name == "a")',
  'input.guests.sortBy(g, g.name)',
  '[input.address].map(a, a)',
  '[input.address].exists(a, a == "x")',
  '{"a": input.address}.a',
  '{input.address: 1}',
  'input.address.street',
  'has(input.address.street)',
  'offer.zones[input.address]',
  '(has(input.address) ? input : data).address',
  'input.guests.map(g, g.name == "a")',
  'input.guests.map(g, g.name == "a", g.age)',
  'size([input.address])',
  '[[input.address]] == [["x"]]',
  'input == {"address": "x"}',
  '!(input.address == "x") && true',
] as const

for (const text of handedOn) {
  test(`a marked value may be handed on: ${text}`, () => {
    assert.deepEqual(follow(text, marks), { isMarked: true, misused: [] })
  })
}

for (const text of unmarked) {
  test(`what does not look at a marked value is free: ${text}`, () => {
    assert.deepEqual(follow(text, marks), { isMarked: false, misused: [] })
  })
}

for (const text of misuses) {
  test(`whatever looks at a marked value misuses it: ${text}`, () => {
    assert.notDeepEqual(follow(text, marks).misused, [])
  })
}
