import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addressFault, hostOf, isPublicAddress, PrivateAddress, type Reach, reachableAddresses } from './addresses.ts'

const sandbox: Reach = { allowedHosts: ['127.0.0.1', 'partner.test'], isSandbox: true }
const open: Reach = { allowedHosts: [], isSandbox: true }
const live: Reach = { allowedHosts: ['127.0.0.1'], isSandbox: false }

const inside = [
  '127.0.0.1', '127.8.9.1', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254',
  '100.64.0.1', '224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '240.0.0.1', '::1', '::', 'fe80::1',
  'fc00::1', 'fd12:3456::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '64:ff9b::7f00:1',
  '2002:7f00:1::', '2001:db8::1', '2001::1', '::127.0.0.1', 'localhost', '',
] // prettier-ignore

test('no address of the machine, its network or a special range is public', () => {
  assert.deepEqual(inside.filter(isPublicAddress), [])
  assert.deepEqual(
    ['1.1.1.1', '93.184.216.34', '172.32.0.1', '2606:4700::1111'].filter((one) => !isPublicAddress(one)),
    [],
  )
})

test('every address of the private ranges is refused, also in IPv6 clothes', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  const privates = fc.oneof(
    fc.tuple(fc.constantFrom(10, 127, 0), byte, byte, byte),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  )
  fc.assert(
    fc.property(privates, (parts) => {
      const address = parts.join('.')
      return !isPublicAddress(address) && !isPublicAddress(`::ffff:${address}`)
    }),
    { numRuns: 3_000 },
  )
})

test('a name is what it resolves to, and one private address among others spoils it', async () => {
  const resolve =
    (...addresses: string[]) =>
    () =>
      Promise.resolve(addresses.map((address) => ({ address, family: 4 })))
  await assert.rejects(reachableAddresses('evil.example', open, resolve('93.184.216.34', '10.0.0.1')), PrivateAddress)
  await assert.rejects(reachableAddresses('metadata.example', open, resolve('169.254.169.254')), PrivateAddress)
  assert.equal((await reachableAddresses('shop.example', open, resolve('93.184.216.34'))).length, 1)
})

test('however an address is written, it is the address', async () => {
  for (const url of [
    'http://2130706433/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://[::ffff:7f00:1]/',
    'http://127.1/',
  ]) {
    await assert.rejects(reachableAddresses(hostOf(new URL(url)), open), PrivateAddress, url)
  }
})

test('only a sandbox may allow private hosts, one by one', async () => {
  const toLoopback = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }])
  assert.equal((await reachableAddresses('127.0.0.1', sandbox)).length, 1)
  assert.equal((await reachableAddresses('partner.test', sandbox, toLoopback)).length, 1)
  await assert.rejects(reachableAddresses('other.test', sandbox, toLoopback), PrivateAddress)
  await assert.rejects(reachableAddresses('127.0.0.1', open), PrivateAddress)
  await assert.rejects(reachableAddresses('127.0.0.1', live), PrivateAddress)
})

test('an address is https without credentials; plain http is for a sandbox', () => {
  assert.equal(addressFault('https://shop.example/hook', live), null)
  assert.equal(addressFault('http://shop.example/hook', open), null)
  for (const text of [
    'http://shop.example/',
    'ftp://shop.example/',
    'file:///etc/passwd',
    'shop.example',
    'https://a:b@shop.example/',
  ]) {
    assert.notEqual(addressFault(text, live), null, text)
  }
})
