import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  betaCdf,
  betaDensity,
  betaQuantile,
  betaTail,
  chiSquareCdf,
  chiSquareDensity,
  chiSquareQuantile,
  chiSquareTail,
  erf,
  erfc,
  gammaCdf,
  gammaDensity,
  gammaQuantile,
  gammaTail,
  lnBeta,
  lnGamma,
  normalCdf,
  normalDensity,
  normalQuantile,
  normalTail,
  tCdf,
  tDensity,
  tQuantile,
  tTail,
} from './special.ts'

/** x, lnGamma(x): computed with mpmath at 60 digits or more. */
const LN_GAMMA: [number, number][] = [
  [1e-8, 18.42068073818021],
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247001],
  [1.5, -0.12078223763524522],
  [2.5, 0.2846828704729192],
  [7.25, 7.0521854507385395],
  [14.9, 24.924132002217277],
  [15.1, 25.458999750992664],
  [100.5, 361.4355404677776],
  [12345.678, 103959.91990554606],
  [100000000.0, 1742068066.1038346],
]

/** x, erfc(x): computed with mpmath at 60 digits or more. */
const ERFC: [number, number][] = [
  [-3.5, 1.9999992569016276],
  [-0.7, 1.6778011938374184],
  [0.0, 1.0],
  [1e-9, 0.9999999988716208],
  [0.3, 0.6713732405408726],
  [1.0, 0.15729920705028513],
  [1.9999, 0.004679802092970608],
  [2.0001, 0.0046756686958033394],
  [3.0, 2.209049699858544e-5],
  [5.0, 1.537459794428035e-12],
  [10.0, 2.088487583762545e-45],
  [7.3, 5.502573750691923e-25],
  [14.9, 1.4439369102175773e-98],
  [20.0, 5.395865611607901e-176],
  [25.37, 6.5889142333638024e-282],
  [26.0, 5.663192408856143e-296],
]

/** shape, x, lower, upper: computed with mpmath at 60 digits or more. */
const GAMMA: [number, number, number, number][] = [
  [0.01, 1e-5, 0.8963367982671973, 0.1036632017328028],
  [0.5, 0.2, 0.4729107431344619, 0.5270892568655381],
  [1.0, 3.0, 0.950212931632136, 0.049787068367863944],
  [2.5, 2.5, 0.5841198130044921, 0.41588018699550794],
  [10.0, 4.0, 0.008132242796933864, 0.9918677572030662],
  [10.0, 30.0, 0.9999928782491372, 7.121750862815577e-6],
  [200.0, 150.0, 5.7096885742082446e-5, 0.9999429031142579],
  [200.0, 260.0, 0.999952499875557, 4.750012444300876e-5],
  [10000.0, 10100.0, 0.8413487504471796, 0.15865124955282037],
  [1000000.0, 999000.0, 0.15865521357430365, 0.8413447864256963],
  [3.0, 80.0, 1.0, 5.921717403520807e-32],
]

/** a, b, x, lower, upper: computed with mpmath at 60 digits or more. */
const BETA: [number, number, number, number, number][] = [
  [0.05, 0.07, 0.3, 0.560870667063492, 0.43912933293650797],
  [0.5, 0.5, 0.1, 0.20483276469913345, 0.7951672353008665],
  [1.0, 3.0, 0.2, 0.48800000000000004, 0.512],
  [2.0, 5.0, 0.7, 0.989065, 0.010935000000000007],
  [30.0, 70.0, 0.25, 0.13581490428342743, 0.8641850957165725],
  [30.0, 70.0, 0.5, 0.9999769687851782, 2.303121482187372e-5],
  [1000.0, 3000.0, 0.26, 0.9270239566004947, 0.07297604339950527],
  [500000.0, 500000.0, 0.5005, 0.8413447460685466, 0.15865525393145347],
  [100000.0, 2.0, 0.9999, 0.0004991495735490728, 0.999500850426451],
  [3.0, 1000000.0, 1e-5, 0.9972307404818526, 0.002769259518147383],
]

/** t, df, upper: computed with mpmath at 60 digits or more. */
const STUDENT: [number, number, number][] = [
  [0.001, 3.0, 0.49963244748473046],
  [0.5, 1.0, 0.35241638234956674],
  [1.0, 2.5, 0.20203051363913674],
  [2.0, 10.0, 0.03669401738537018],
  [5.0, 4.0, 0.003745216940637262],
  [30.0, 3.0, 4.0676402135819796e-5],
  [1000000.0, 1.5, 3.770852432013216e-10],
  [1.96, 1000000.0, 0.024998033792634895],
  [8.0, 100.0, 1.1364324038640403e-12],
]

function near(actual: number, expected: number, relative = 1e-12): void {
  const allowed = relative * Math.max(Math.abs(expected), 1e-300)
  assert.ok(Math.abs(actual - expected) <= allowed, `${actual} is not ${expected} within ${relative}`)
}

test('the gamma function agrees with sixty-digit values', () => {
  for (const [x, expected] of LN_GAMMA) near(lnGamma(x), expected, 1e-13)
  assert.ok(Math.abs(lnGamma(1)) < 1e-14)
  near(lnBeta(0.5, 0.5), Math.log(Math.PI))
  near(lnBeta(200, 300), lnGamma(200) + lnGamma(300) - lnGamma(500), 1e-12)
})

test('the error function and its complement agree with sixty-digit values, far tail included', () => {
  for (const [x, expected] of ERFC) {
    near(erfc(x), expected, 3e-14)
    near(erf(x), 1 - expected, x === 1e-9 ? 1e-6 : 1e-12)
  }
  near(erf(1e-9), 1.1283791670955127e-9)
})

test('incomplete gamma and beta agree with high-precision values in both tails', () => {
  for (const [shape, x, lower, upper] of GAMMA) {
    near(gammaCdf(x, shape), lower, 1e-11)
    near(gammaTail(x, shape), upper, 1e-11)
    near(chiSquareTail(2 * x, 2 * shape), upper, 1e-11)
  }
  for (const [a, b, x, lower, upper] of BETA) {
    near(betaCdf(x, a, b), lower, 1e-11)
    near(betaTail(x, a, b), upper, 1e-11)
    near(betaTail(1 - x, b, a), lower, 1e-9)
  }
})

test("Student's t agrees with high-precision values, from the centre to a tail of 1e-12", () => {
  for (const [t, df, upper] of STUDENT) {
    near(tTail(t, df), upper, 1e-11)
    near(tCdf(-t, df), upper, 1e-11)
  }
})

test('textbook quantiles come out', () => {
  near(normalQuantile(0.975), 1.959963984540054)
  near(normalQuantile(1e-300), -37.0470962993612)
  near(tQuantile(0.975, 10), 2.2281388519649385, 1e-11)
  near(tQuantile(0.95, 1), Math.tan(0.45 * Math.PI), 1e-11)
  near(chiSquareQuantile(0.95, 1), 1.959963984540054 ** 2, 1e-11)
  near(gammaQuantile(0.5, 1), Math.LN2, 1e-12)
  near(betaQuantile(0.3, 1, 1), 0.3, 1e-12)
  near(betaQuantile(0.9, 0.5, 0.5), Math.sin(0.45 * Math.PI) ** 2, 1e-12)
})

test('closed forms hold: exponential, Cauchy, arcsine, chi-square with two degrees', () => {
  const real = fc.double({ min: 0.01, max: 30, noNaN: true })
  fc.assert(
    fc.property(real, (x) => {
      near(gammaTail(x, 1), Math.exp(-x), 1e-12)
      near(chiSquareTail(x, 2), Math.exp(-x / 2), 1e-12)
      near(tTail(x, 1), Math.atan2(1, x) / Math.PI, 1e-12)
      near(tTail(x, 2), 1 / (x * x + 2 + x * Math.sqrt(x * x + 2)), 1e-11)
    }),
  )
})

test('every quantile undoes its distribution', () => {
  const p = fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true })
  const shape = fc.double({ min: -3, max: 9, noNaN: true }).map(Math.exp)
  fc.assert(
    fc.property(p, shape, shape, (at, a, b) => {
      near(normalCdf(normalQuantile(at)), at, 1e-12)
      const x = gammaQuantile(at, a)
      if (x > 1e-290) near(gammaCdf(x, a), at, 1e-10)
      if (a > 0.3) near(tCdf(tQuantile(at, a), a), at, 1e-10)
      const y = betaQuantile(at, a, b)
      if (y > 1e-290 && y < 0.999) near(betaCdf(y, a, b), at, 1e-10)
    }),
    { numRuns: 1000 },
  )
})

test('each density is the slope of its distribution', () => {
  const slope = (cdf: (x: number) => number, x: number) => (cdf(x + 1e-5) - cdf(x - 1e-5)) / 2e-5
  for (const x of [0.05, 0.3, 0.7, 0.95]) {
    near(normalDensity(x), slope(normalCdf, x), 1e-8)
    near(
      gammaDensity(x, 2.5, 0.4),
      slope((v) => gammaCdf(v, 2.5, 0.4), x),
      1e-7,
    )
    near(
      chiSquareDensity(x, 3),
      slope((v) => chiSquareCdf(v, 3), x),
      1e-7,
    )
    near(
      betaDensity(x, 2.5, 4),
      slope((v) => betaCdf(v, 2.5, 4), x),
      1e-6,
    )
    near(
      tDensity(x, 3.5),
      slope((v) => tCdf(v, 3.5), x),
      1e-8,
    )
  }
})

test('the two tails of the normal add up to one', () => {
  fc.assert(
    fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (z) => near(normalCdf(z) + normalTail(z), 1, 1e-14)),
  )
})

test('arguments outside a domain are refused by name', () => {
  assert.throws(() => lnGamma(0), /lnGamma x must be a finite number above 0, got 0/)
  assert.throws(() => normalQuantile(1), /normalQuantile p must lie strictly between 0 and 1/)
  assert.throws(() => betaQuantile(0.5, -1, 2), /betaQuantile a/)
  assert.throws(() => betaCdf(1.5, 1, 2), /betaCdf x/)
  assert.throws(() => tTail(NaN, 3), /tTail t/)
  assert.throws(() => gammaCdf(1, NaN), /gammaCdf shape/)
  assert.throws(() => gammaDensity(0, 0.5), /infinite/)
})
