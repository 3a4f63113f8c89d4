/** Small tools for building the page. Text is always text: nothing here takes HTML. */

/**
 * An element: `h('p', { class: 'soft' }, 'Text', child)`. Properties that begin with `on` are listeners; null and
 * false children are left out.
 */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else if (key in element && typeof value !== 'string') element[key] = value
    else element.setAttribute(key, value === true ? '' : String(value))
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

/** Takes everything out and puts these in. */
export function fill(element, ...children) {
  element.replaceChildren(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  )
}

/** Says something for a few seconds, also aloud. */
export function toast(text) {
  const note = h('div', { class: 'toast' }, text)
  document.getElementById('toasts').append(note)
  setTimeout(() => note.remove(), 5_000)
}

/** The address of a picture by its file id. */
export function pictureUrl(id) {
  return `/v1/files/${id}`
}

/** A picture, or an empty frame of the same size. */
export function picture(id, { alt = '', ...properties } = {}) {
  return id === null ? h('div', { class: 'blank' }) : h('img', { src: pictureUrl(id), alt, ...properties })
}

/** Waits until nobody has called for a while. */
export function calm(work, ms) {
  let timer
  return (...given) => {
    clearTimeout(timer)
    timer = setTimeout(() => work(...given), ms)
  }
}

let count = 0

/** An id for a label and its field. */
export function freshId(prefix) {
  count += 1
  return `${prefix}-${count}`
}
