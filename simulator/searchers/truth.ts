/** What is true in the searchers' world. */
import { type Random, seededRandom } from '#modules/learners'
import type { Parameters } from './parameters.ts'

/** A thing on offer; quality and flaw are nobody's to know. */
export type Thing = { word: number; seller: number; quality: number; isFlawed: boolean }

/** A world that its seed makes. */
export type World = { parameters: Parameters; seed: number; words: readonly string[]; things: readonly Thing[] }

/** Makes a world; equal seeds make equal worlds. */
export function makeWorld(seed: number, parameters: Parameters): World {
  const random = seededRandom(`searchers/${seed}/${parameters.quality}`)
  const words = Array.from({ length: parameters.words }, (_, word) => wordOf(random.stream(`word/${word}`)))
  const things = Array.from({ length: parameters.words * parameters.thingsOfAWord }, (_, thing) => ({
    word: thing % parameters.words,
    seller: random.integer(parameters.sellers),
    quality: random.normal(),
    isFlawed: random.uniform() < parameters.flawedShare,
  }))
  return { parameters, seed, words, things }
}

/** A word that nothing else in the town has. */
function wordOf(random: Random): string {
  const of = (letters: string): string => letters[random.integer(letters.length)]!
  return Array.from({ length: 4 }, () => `${of('bdgklmnprtvz')}${of('aeiou')}`).join('')
}

/** The chance that a place is looked at. */
function looked({ parameters }: World, place: number): number {
  return parameters.looksOn ** place
}

function chancesOf({ parameters }: World, { quality, isFlawed }: Thing): { click: number; buy: number; back: number } {
  const { clickBase, buyBase, buyQuality, flawedReturns, soundReturns } = parameters
  return {
    click: logistic(clickBase + parameters.quality * quality),
    buy: logistic(buyBase + buyQuality * quality),
    back: isFlawed ? flawedReturns : soundReturns,
  }
}

function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score))
}

/** What a page is worth on the average, the draws of the moment left out. */
export function worthOf(world: World, page: readonly Thing[]): number {
  const { clickWorth, keptWorth } = world.parameters
  return page.reduce((sum, thing, place) => {
    const { click, buy, back } = chancesOf(world, thing)
    return sum + looked(world, place) * click * (clickWorth + keptWorth * buy * (1 - back))
  }, 0)
}

/** What a searcher does with a place of a page. */
export type Act = { isClicked: boolean; isBought: boolean; isGivenBack: boolean }

/** The same thing at the same place in the same search, the same act. */
export function actOf(world: World, search: string, { thing, place }: { thing: number; place: number }): Act {
  const { click, buy, back } = chancesOf(world, world.things[thing]!)
  const random = seededRandom(`${world.seed}/${search}/${thing}`)
  const [look, choose, pay, regret] = [random.uniform(), random.uniform(), random.uniform(), random.uniform()]
  const isClicked = look < looked(world, place) && choose < click
  const isBought = isClicked && pay < buy
  return { isClicked, isBought, isGivenBack: isBought && regret < back }
}
