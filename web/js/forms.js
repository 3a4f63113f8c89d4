import { freshId, h } from './dom.js'
import { maybe, plain, said, t } from './words.js'

/**
 * Forms from the JSON Schemas that manifests use: closed objects of strings, integers, booleans and choices.
 *
 *   const form = schemaForm(schema, { currency, onchange })
 *   parent.append(form.element); form.read() → { value } or { errors }; form.show(errors)
 */
export function schemaForm(schema, { onchange = () => undefined, values = {} } = {}) {
  const required = new Set(schema.required ?? [])
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    fieldOf(name, property, { isRequired: required.has(name), value: values[name], onchange }),
  )
  return {
    element: h(
      'div',
      { class: 'stack' },
      fields.map(({ element }) => element),
    ),
    isEmpty: fields.length === 0,
    /** The values, and whether everything that is required is there. */
    read: () => {
      const value = {}
      let isWhole = true
      for (const field of fields) {
        const given = field.read()
        if (given === undefined) isWhole = isWhole && !field.isRequired
        else value[field.name] = given
      }
      return { value, isWhole }
    },
    /** Marks what is missing; answers true when nothing is. */
    check: () => {
      const missing = fields.filter((field) => field.isRequired && field.read() === undefined)
      for (const field of fields) field.tell(missing.includes(field) ? t('required') : '')
      missing[0]?.focus()
      return missing.length === 0
    },
    /** Shows what the server said of places in the input. */
    show: (errors) => {
      const rest = []
      for (const { pointer, detail } of errors ?? []) {
        const field = fields.find(({ name }) => pointer.split('/').includes(name))
        if (field === undefined) rest.push(detail)
        else field.tell(detail)
      }
      return rest
    },
    /** Says that a field is needed after all, as things stand. */
    need: (name) => fields.find((field) => field.name === name)?.need(),
    /** Hides a field, or shows it again; a hidden one is not read. */
    toggle: (name, isShown) => fields.find((field) => field.name === name)?.toggle(isShown),
  }
}

function fieldOf(name, property, { isRequired, value, onchange }) {
  const id = freshId(`field-${name}`)
  const problem = h('span', { class: 'wrong', id: `${id}-problem` })
  const control = controlOf(property, { id, name, value, onchange })
  const hint = h('span', { class: 'soft' }, isRequired ? '' : ` (${t('optional')})`)
  const label = said(property.title) || plain(name)
  const heading = control.isGroup
    ? h('span', { class: 'label', id: `${id}-label` }, label, hint)
    : h('label', { for: id }, label, hint)
  const element = h('div', { class: 'field' }, heading, control.element, problem)
  control.target.setAttribute('aria-describedby', `${id}-problem`)
  return {
    name,
    isRequired,
    element,
    read: () => (element.hidden ? undefined : control.read()),
    focus: () => control.target.focus(),
    need: () => {
      hint.textContent = ''
    },
    toggle: (isShown) => {
      element.hidden = !isShown
    },
    tell: (text) => {
      problem.textContent = text
      control.target.setAttribute('aria-invalid', text === '' ? 'false' : 'true')
    },
  }
}

function controlOf(property, options) {
  if (property.enum !== undefined) return choiceOf(property, options)
  if (property.type === 'boolean') return tickOf(options)
  if (property.type === 'integer') return numberOf(property, options)
  return textOf(property, options)
}

function choiceOf({ enum: choices, type }, { id, name, value, onchange }) {
  const radios = choices.map((choice, index) =>
    h('input', {
      type: 'radio',
      name: `${id}-${name}`,
      value: String(choice),
      id: `${id}-${index}`,
      checked: choice === (value ?? (choices.length <= 3 && index === 0 ? choice : undefined)),
      onchange,
    }),
  )
  const rows = radios.map((radio, index) =>
    h(
      'label',
      { class: 'row', for: radio.id },
      radio,
      maybe(`choice_${choices[index]}`) ?? plain(String(choices[index])),
    ),
  )
  const element = h('div', { class: 'stack', role: 'radiogroup', 'aria-labelledby': `${id}-label` }, rows)
  return {
    element,
    target: radios[0] ?? element,
    isGroup: true,
    read: () => {
      const chosen = radios.find((radio) => radio.checked)?.value
      return chosen !== undefined && type === 'integer' ? Number(chosen) : chosen
    },
  }
}

function tickOf({ id, value, onchange }) {
  const element = h('input', { type: 'checkbox', id, checked: value === true, onchange })
  return { element, target: element, read: () => element.checked }
}

function numberOf({ minimum, maximum }, { id, value, onchange }) {
  const element = h('input', {
    type: 'number',
    id,
    step: 1,
    min: minimum,
    max: maximum,
    inputmode: 'numeric',
    value: value ?? '',
    oninput: onchange,
  })
  return { element, target: element, read: () => (element.value === '' ? undefined : Number(element.value)) }
}

/** Texts that may be longer than this get a field of several lines. */
const longText = 300

function textOf({ format, maxLength, minLength, pattern }, { id, name, value, onchange }) {
  const common = { id, maxlength: maxLength, minlength: minLength, oninput: onchange }
  const isDigits = maxLength === 6 && minLength === 6
  const element =
    format === 'textarea' || maxLength >= longText
      ? h('textarea', { ...common, autocomplete: name === 'address' ? 'street-address' : 'off' }, value ?? '')
      : h('input', {
          ...common,
          type: format === 'date' ? 'date' : 'text',
          pattern,
          value: value ?? '',
          autocomplete: 'off',
          inputmode: isDigits ? 'numeric' : undefined,
        })
  return {
    element,
    target: element,
    read: () => {
      const text = element.value.trim()
      return text.length < Math.max(1, minLength ?? 0) ? undefined : text
    },
  }
}
