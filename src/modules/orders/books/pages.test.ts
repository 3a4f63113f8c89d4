import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import { noKeys, openBooks, put } from './books.ts'
import { loadsOf } from './load.ts'
import { createPageKeeper } from './pages.ts'

const most = 50_000

function account(index: number): { name: string; balance: number; floor: number; version: number } {
  return { name: `wallet:${index}:EUR`, balance: index, floor: 0, version: 1 }
}

test('pages are bounded, and what a batch on its way has changed stays until it is stored', () => {
  const keeper = createPageKeeper()
  const pages = keeper.pages(0)
  for (let index = 0; index <= most; index += 1) pages.accounts.set(account(index).name, account(index))
  const first = openBooks(pages)
  put(first, 'accounts', [account(0).name, { ...account(0), balance: 7 }])
  keeper.hold(first)
  const second = openBooks(pages)
  keeper.hold(second)
  keeper.release(second)
  assert.ok(pages.accounts.size <= most)
  assert.equal(pages.accounts.get(account(0).name)?.balance, 7)
  assert.equal(pages.accounts.has(account(1).name), false)
})

test('what others write about parties is known for a second at most', () => {
  const keeper = createPageKeeper()
  const pages = keeper.pages(10_000)
  pages.parties.set('ann', undefined)
  assert.equal(keeper.pages(11_000).parties.has('ann'), true)
  assert.equal(keeper.pages(11_001).parties.has('ann'), false)
})

test('a read that comes late does not overwrite what was decided meanwhile', () => {
  const pages = createPageKeeper().pages(0)
  const [known, fresh] = [newId(), newId()].map((party) => `wallet:${party}:EUR`) as [string, string]
  const [loading] = loadsOf(pages, 1, { ...noKeys(), accounts: new Set([known, fresh]) })
  pages.accounts.set(known, { name: known, balance: 5, floor: 0, version: 3 })
  loading!.read([
    [known, 100, 0, 2],
    [fresh, 50, 0, 1],
  ])
  assert.deepEqual([known, fresh].map((name) => pages.accounts.get(name)?.balance), [5, 50]) // prettier-ignore
})
