import {
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
  createTheme,
} from '@mantine/core'
import type { TownLook, TownShades } from '../town.ts'

/** The look: warm paper, ink, and one accent the colour of old bricks. Screens use tokens, never colours. */

const brick: MantineColorsTuple = [
  '#fdf1ec',
  '#f8ddd3',
  '#f0b9a5',
  '#e89375',
  '#de7150',
  '#cd5631',
  '#b8431f',
  '#9c3718',
  '#7d2c14',
  '#5f220f',
]

/** Warm greys, from paper to ink. */
const sand: MantineColorsTuple = [
  '#faf6ef',
  '#f3ede3',
  '#e8dfd1',
  '#d8ccba',
  '#b7a892',
  '#8e806c',
  '#6b5f4f',
  '#51473a',
  '#382f26',
  '#231d17',
]

/** Warm darks, from the lightest text to the darkest ground. */
const night: MantineColorsTuple = [
  '#ece4d8',
  '#cfc4b4',
  '#b3a694',
  '#857868',
  '#5d5347',
  '#443c33',
  '#332d26',
  '#26211c',
  '#1d1915',
  '#14110e',
]

const theme: MantineThemeOverride = createTheme({
  colors: { brick, gray: sand, dark: night },
  primaryColor: 'brick',
  primaryShade: { light: 6, dark: 6 },
  defaultRadius: 'md',
  radius: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  fontFamily:
    "'Figtree Variable', system-ui, -apple-system, 'PingFang SC', 'Hiragino Sans GB', 'Noto Sans CJK SC', " +
    "'Microsoft YaHei', sans-serif",
  headings: { fontWeight: '750', sizes: { h1: { fontSize: '1.75rem' }, h2: { fontSize: '1.25rem' } } },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { radius: 'xl' } },
    ActionIcon: { defaultProps: { radius: 'xl', variant: 'subtle' } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    NumberInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md', autosize: true, minRows: 2 } },
    Select: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    Checkbox: { defaultProps: { size: 'md' } },
    Switch: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    // The page has one banner; a dialog's head is no landmark of its own.
    Modal: { defaultProps: { radius: 'lg', centered: true, attributes: { header: { role: 'presentation' } } } },
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
  },
})

/** The theme of a town: its own accent where it has one. */
export function themeOf(look: TownLook | null): MantineThemeOverride {
  if (look === null) return theme
  return { ...theme, colors: { ...theme.colors, brick: look.palette as unknown as MantineColorsTuple } } // ten of them
}

/** Tokens of a town: what follows from its accent was derived by the server, which sees to the contrast. */
export function variablesOf(look: TownLook | null): CSSVariablesResolver {
  if (look === null) return variables
  const own = ({ fill, text, soft }: TownShades): Record<string, string> => ({
    '--mantine-color-brick-filled': fill,
    '--mantine-color-brick-filled-hover': fill,
    '--mantine-primary-color-filled': fill,
    '--mantine-primary-color-filled-hover': fill,
    '--mantine-color-anchor': text,
    '--accent-text': text,
    '--accent-soft': soft,
  })
  return (given) => {
    const { variables: both, light, dark } = variables(given)
    return { variables: both, light: { ...light, ...own(look.light) }, dark: { ...dark, ...own(look.dark) } }
  }
}

/** Grounds and texts that Mantine has no token for, and those that should be warmer than its own. */
const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#faf6ef',
    '--mantine-color-text': '#231d17',
    '--mantine-color-dimmed': '#6b5f4f',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-placeholder': '#766a5a',
    '--mantine-color-default': '#fffdf9',
    '--mantine-color-anchor': '#9c3718',
    '--paper': '#fffdf9',
    '--paper-sunken': '#f3ede3',
    '--line': '#e8dfd1',
    '--accent-text': '#9c3718',
    '--accent-soft': '#fbe6dd',
    '--good-text': '#2f6b3a',
    '--good-soft': '#e3f1e2',
    '--warn-text': '#7a5200',
    '--warn-soft': '#fbefcf',
    '--bad-soft': '#fbe4e1',
  },
  dark: {
    '--mantine-color-body': '#191511',
    '--mantine-color-text': '#f2ebe0',
    '--mantine-color-dimmed': '#b3a694',
    '--mantine-color-error': '#ff9a8f',
    '--mantine-color-placeholder': '#a09280',
    '--mantine-color-default': '#26211c',
    '--mantine-color-anchor': '#f0a98f',
    '--paper': '#231e19',
    '--paper-sunken': '#2d2721',
    '--line': '#3a332b',
    '--accent-text': '#f0a98f',
    '--accent-soft': '#43261b',
    '--good-text': '#9fd6a6',
    '--good-soft': '#1f3323',
    '--warn-text': '#ecc873',
    '--warn-soft': '#3a2f17',
    '--bad-soft': '#4a201c',
  },
})
