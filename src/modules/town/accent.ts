/**
 * The look that follows from one colour. Contrast is reckoned as WCAG 2.2 does ("relative luminance", "contrast
 * ratio"), and what is derived is moved until it passes: the operator picks a colour, and every page stays readable in
 * light and in dark.
 */

type Rgb = readonly [number, number, number]

/** Colours as `#rrggbb`. */
export type Look = {
  /** From the lightest to the darkest; the seventh is the colour itself. */
  palette: string[]
  light: Shades
  dark: Shades
}

/** What changes with the scheme. */
export type Shades = {
  /** Behind white text. */
  fill: string
  /** Text and links on any ground. */
  text: string
  /** A ground of its own, for what is chosen. */
  soft: string
}

/** AA for text, and for the parts of a control. WCAG 2.2 §1.4.3, §1.4.11. */
const textContrast = 4.5
const partContrast = 3

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
/** Grounds of `web/kit/theme.tsx`, on which the derived colours must be read. */
const lightGrounds = ['#faf6ef', '#fffdf9', '#f3ede3'].map(rgbOf)
const darkGrounds = ['#191511', '#231e19', '#2d2721'].map(rgbOf)

/** How much white (above 0) or black (below) each shade of the palette has mixed in. */
const palette = [0.93, 0.84, 0.66, 0.5, 0.32, 0.15, 0, -0.15, -0.32, -0.5]
/** Colours are moved in such steps. */
const step = 0.02

/** The look of a colour that passes `readableOn`. */
export function lookOf(accent: string): Look {
  const colour = rgbOf(accent)
  const softLight = rounded(mixed(colour, white, 0.86))
  const softDark = rounded(mixed(colour, darkGrounds[0]!, 0.68))
  const dark = moved(colour, white, (one) => darkGrounds.every((ground) => contrast(one, ground) >= partContrast))
  return {
    palette: palette.map((share) => hexOf(mixed(colour, share > 0 ? white : black, Math.abs(share)))),
    light: {
      fill: hexOf(colour),
      text: hexOf(moved(colour, black, reads([...lightGrounds, softLight]))),
      soft: hexOf(softLight),
    },
    dark: {
      fill: hexOf(dark),
      text: hexOf(moved(colour, white, reads([...darkGrounds, softDark]))),
      soft: hexOf(softDark),
    },
  }
}

function reads(grounds: readonly Rgb[]): (one: Rgb) => boolean {
  return (one) => grounds.every((ground) => contrast(one, ground) >= textContrast)
}

/** Moves a colour towards another until it will do; the other itself always does. */
function moved(colour: Rgb, towards: Rgb, willDo: (one: Rgb) => boolean): Rgb {
  for (let share = 0; share < 1; share += step) {
    const one = rounded(mixed(colour, towards, share))
    if (willDo(one)) return one
  }
  return towards
}

/** How white text reads on a colour, and the nearest darker one that will do; null when this one will. */
export function unreadable(accent: string): { contrast: number; nearest: string } | null {
  const colour = rgbOf(accent)
  const ratio = contrast(colour, white)
  if (ratio >= textContrast) return null
  return { contrast: ratio, nearest: hexOf(moved(colour, black, (one) => contrast(one, white) >= textContrast)) }
}

/** WCAG's ratio of two colours, from 1 to 21. */
export function contrastOf(one: string, other: string): number {
  return contrast(rgbOf(one), rgbOf(other))
}

function contrast(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** WCAG 2.2, "relative luminance", of sRGB. */
function luminance([red, green, blue]: Rgb): number {
  const linear = (value: number): number => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

function mixed(one: Rgb, other: Rgb, share: number): Rgb {
  const at = (index: 0 | 1 | 2): number => one[index] + (other[index] - one[index]) * share
  return [at(0), at(1), at(2)]
}

function rounded([red, green, blue]: Rgb): Rgb {
  return [Math.round(red), Math.round(green), Math.round(blue)]
}

function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function hexOf(colour: Rgb): string {
  return `#${rounded(colour).map((value) => value.toString(16).padStart(2, '0')).join('')}`
} // prettier-ignore
