import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Levels } from './levels.ts'
import { Likings, newLikings, type OwnLikings } from './likings.ts'

const rest = { mean: -2, variance: 1 }

/** A look at the first place, at a price that says nothing. */
function look(thing: number, shelf: number, seller: number): Parameters<Likings['learn']>[1] {
  return { thing, shelf, seller, place: 0, priceDistance: 0 }
}

test('what is likely of a level is as Bayes has it', () => {
  const levels = new Levels()
  const before = levels.probabilities()
  const own = new Map<number, number[]>()
  levels.learn(own, 7, { rest, isChosen: true, times: 1, isCounted: false })
  // Φ(−2 + level) at each level, from a table of the normal distribution.
  const table = [0.012224, 0.028717, 0.066807, 0.158655, 0.308538, 0.5]
  const joint = before.map((p, level) => p * table[level]!)
  const all = joint.reduce((sum, one) => sum + one, 0)
  for (const [level, p] of levels.probabilities(own.get(7)).entries()) {
    assert.ok(Math.abs(p - joint[level]! / all) < 1e-4, `${level}: ${p}`)
  }
})

test('levels are shares whatever is seen, a choice raises a liking and a look without one lowers it', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), (acts) => {
      const levels = new Levels()
      const own = new Map<number, number[]>()
      for (const isChosen of acts) {
        const before = levels.belief(own.get(1)).mean
        levels.learn(own, 1, { rest, isChosen, times: 1, isCounted: false })
        const after = levels.belief(own.get(1)).mean
        assert.ok(isChosen ? after >= before - 1e-9 : after <= before + 1e-9)
      }
      const p = levels.probabilities(own.get(1))
      assert.ok(p.every((one) => one >= 0 && one <= 1) && Math.abs(p.reduce((sum, one) => sum + one, 0) - 1) < 1e-9)
    }),
  )
})

test('a town in which few care for a shelf much thinks so of the next visitor', () => {
  const [narrow, broad] = [new Levels(), new Levels()]
  for (let visitor = 0; visitor < 200; visitor += 1) {
    const [one, other] = [new Map<number, number[]>(), new Map<number, number[]>()]
    for (let i = 0; i < 40; i += 1) {
      narrow.learn(one, 1, { rest, isChosen: false, times: 1, isCounted: true })
      broad.learn(other, 1, { rest, isChosen: i % 3 === 0, times: 1, isCounted: true })
    }
  }
  assert.ok(narrow.belief().mean < new Levels().belief().mean)
  assert.ok(broad.belief().mean > new Levels().belief().mean + 0.5)
})

test('who chooses of sellers of one style is thought to like another of that style, whom they never met', () => {
  const likings = new Likings()
  const visitors = Array.from({ length: 60 }, () => newLikings())
  // Even visitors choose of even sellers and odd ones of odd; visitor 0 never meets seller 8, nor seller 9.
  for (let round = 0; round < 40; round += 1) {
    for (const [number, own] of visitors.entries()) {
      const seller = (round * 7 + number * 3) % 10
      if (number === 0 && seller >= 8) continue
      const isLiked = seller % 2 === number % 2
      likings.learn(own, look(seller, 0, seller), isLiked && round % 2 === 0)
    }
  }
  const seen = likings.seenBy(visitors[0]!)
  const of = (seller: number): number => seen({ thing: 100, shelf: 0, seller }, 0).seller
  assert.ok(of(8) > of(9) + 0.1, `${of(8)} against ${of(9)}`)
})

test('parts and hope of a thing add up to what the chance of a choice is', () => {
  const likings = new Likings()
  const own: OwnLikings = newLikings()
  for (let i = 0; i < 30; i += 1) likings.learn(own, look(i % 4, i % 2, i % 3), i % 5 === 0)
  const chanceOf = (thing: number, shelf: number, seller: number): number => {
    const { appeal, shelf: ofShelf, seller: ofSeller, price, hope } = likings.seenBy(own)({ thing, shelf, seller }, 0.5)
    return 1.75 * (appeal.mean + ofShelf + ofSeller + price) + hope
  }
  // What was chosen most often of like things has the greatest chance, and what is unknown more hope than what is not.
  assert.ok(chanceOf(0, 0, 0) > chanceOf(3, 1, 0))
  const hope = (thing: number, shelf: number, seller: number): number =>
    likings.seenBy(own)({ thing, shelf, seller }, 0).hope
  assert.ok(hope(50, 9, 9) > hope(0, 0, 0))
})

test('a look that ends in a click late says what it had said at once', () => {
  const [late, once] = [new Likings(), new Likings()]
  const [own, other] = [newLikings(), newLikings()]
  for (let i = 0; i < 20; i += 1) {
    const at = look(i % 4, i % 2, i % 3)
    if (i % 3 === 0) {
      late.learn(own, at, false)
      late.learnLate(own, at)
    } else late.learn(own, at, false)
    once.learn(other, at, i % 3 === 0)
  }
  for (const shelf of [0, 1]) {
    const [one, two] = [late.ofShelf(own, shelf).mean, once.ofShelf(other, shelf).mean]
    assert.ok(Math.abs(one - two) < 0.05, `${shelf}: ${one} against ${two}`)
  }
  const of = (likings: Likings): number => likings.appeal({ thing: 0, shelf: 0, seller: 0 }).mean
  assert.ok(Math.abs(of(late) - of(once)) < 0.02, `${of(late)} against ${of(once)}`)
})
