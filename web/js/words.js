/** Words for people, in English and Chinese; a third language is one more column. */

const words = {
  search: ['Search the market', '搜索集市'],
  orders: ['Orders', '订单'],
  signIn: ['Choose a person', '选择身份'],
  signInShort: ['Sign in', '登录'],
  sandbox: ['Sandbox', '沙盒'],
  playMoney: [' · play money', ' · 模拟货币'],
  skip: ['Skip to the page', '跳到正文'],
  otherLanguage: ['中文', 'English'],
  heading: ['What the town makes, grows and mends', '小镇出产、种植与修补的一切'],
  all: ['Everything', '全部'],
  resultsFor: ['Found for “{0}”', '“{0}”的搜索结果'],
  newest: ['Newest', '最新'],
  cheapest: ['Price, low first', '价格从低到高'],
  dearest: ['Price, high first', '价格从高到低'],
  relevance: ['Best match', '最相关'],
  sort: ['Order', '排序'],
  availableOnly: ['Available only', '仅显示有货'],
  more: ['Show more', '显示更多'],
  soldOut: ['Sold out', '已售完'],
  left: ['{0} left', '仅剩 {0} 件'],
  from: ['from {0}', '{0} 起'],
  nothing: ['Nothing found', '没有找到'],
  nothingHint: ['Try fewer or shorter words, or look around.', '试试更少、更短的词，或随便逛逛。'],
  showAll: ['Show everything', '查看全部'],
  back: ['← Back to the market', '← 返回集市'],
  choose: ['Choose', '选择'],
  quantity: ['How many', '数量'],
  fewer: ['One fewer', '减少一件'],
  oneMore: ['One more', '增加一件'],
  inStock: ['{0} available', '有货 {0} 件'],
  yourCounts: ['{0} free · {1} in open orders · {2} sold', '可售 {0} · 订单中 {1} · 已售 {2}'],
  whoSells: ['Who sells it', '卖家'],
  ownOffer: ['This is yours. Choose another person to buy it.', '这是您自己的商品。换一个身份即可购买。'],
  needPerson: [
    'Choose a person to buy as: this is a sandbox, the money is not real.',
    '请选择一个身份来购买：这里是沙盒，货币都是模拟的。',
  ],
  paySafely: [
    'The money is held and goes to the seller when you have what was agreed.',
    '货款先由平台托管，您确认收货后才付给卖家。',
  ],
  goods: ['Goods', '商品'],
  shipping: ['Shipping', '运费'],
  total: ['You pay', '应付'],
  counting: ['Working it out …', '计算中……'],
  buyFor: ['Buy and pay {0}', '付款 {0}'],
  buying: ['Paying …', '付款中……'],
  fillIn: ['Fill in the fields above to see what you pay.', '填写以上内容即可看到应付金额。'],
  priceChanged: ['The price has changed. Have a look and press again.', '价格有变，请确认后再付款。'],
  bought: ['Bought. The seller has been told.', '购买成功，已通知卖家。'],
  noOrders: ['No orders yet', '还没有订单'],
  noOrdersHint: ['What you buy, sell or deliver appears here.', '您购买、出售或配送的订单会显示在这里。'],
  toMarket: ['To the market', '去集市逛逛'],
  open: ['Open', '进行中'],
  ended: ['Ended', '已结束'],
  order: ['Order', '订单'],
  youAre: ['You are the {0}', '您的角色：{0}'],
  whatNext: ['What you can do', '您可以'],
  nothingToDo: ['Nothing to do for you at the moment.', '目前无需您操作。'],
  notForYou: [
    'This order is none of {0}’s business now. Choose another person to see it from their side.',
    '{0} 无权查看此订单。换一个身份，从另一方的角度查看。',
  ],
  moneyBox: ['The money', '货款'],
  held: ['{0} is held', '托管中 {0}'],
  nothingHeld: ['Nothing is held any more', '已无托管款项'],
  bySelf: ['If nobody does anything, the next step happens by itself on {0}.', '如无人操作，将于 {0} 自动进入下一步。'],
  paidIn: ['{0} paid {1}', '{0} 支付了 {1}'],
  gotBack: ['{0} received {1}', '{0} 收到 {1}'],
  refunded: ['{0} was given back', '已退还 {0}'],
  story: ['What happened', '进展'],
  codeHint: ['Say it only to the person who stands before you.', '请仅当面告知对方。'],
  happened: ['Done', '已完成'],
  send: ['Do it', '确认'],
  sure: ['Are you sure?', '确定吗？'],
  cannotNow: ['Not possible now: {0}', '暂时无法操作：{0}'],
  optional: ['optional', '选填'],
  required: ['Please fill this in', '请填写'],
  whoAreYou: ['Who do you want to be?', '您想以谁的身份体验？'],
  personasHint: [
    'Stay on a page and switch: you see the same order from another side.',
    '停留在当前页面切换身份，即可从另一方的角度查看同一订单。',
  ],
  leave: ['Leave', '退出'],
  close: ['Close', '关闭'],
  noPersonas: ['Personas are only there on the machine that runs the town.', '只有在运行小镇的机器上才能选择身份。'],
  offline: ['The town does not answer. Is it running?', '无法连接小镇，请确认它正在运行。'],
  again: ['Try again', '重试'],
  wrong: ['Something went wrong', '出错了'],
  gone: ['This is not here (any more).', '内容不存在或已下架。'],
  archived: ['No longer offered', '已下架'],
  you: ['You', '您'],
  fees: ['The town (fees)', '平台服务费'],
  tax: ['The tax office', '税款'],
  welcome: ['Welcome, {0}', '欢迎，{0}'],
  choice_shipping: ['Send it to me', '送货上门'],
  choice_pickup: ['I collect it', '到店自取'],
  'choice_not-arrived': ['It has not arrived', '没有收到'],
  choice_damaged: ['It is damaged', '商品损坏'],
  'choice_not-as-described': ['It is not as described', '与描述不符'],
  choice_other: ['Something else', '其他'],
  toYou: ['you', '您'],
  theBuyer: ['the buyer', '买家'],
  theSeller: ['the seller', '卖家'],
  'money_market.paid': ['It goes back to {1} on {0} unless it has been sent.', '如 {0} 前未发货，将自动退款给 {1}。'],
  'money_market.shipped': ['It goes to {2} on {0} unless there is a problem.', '如无纠纷，将于 {0} 付给 {2}。'],
  'money_market.delivered': ['It goes to {2} on {0} unless there is a problem.', '如无纠纷，将于 {0} 付给 {2}。'],
  'money_market.disputed': [
    'An arbiter decides by {0}, else it goes back to {1}.',
    '仲裁员须在 {0} 前裁决，否则退款给 {1}。',
  ],
}

const languageKey = 'lakeside.language'

function firstLanguage() {
  const chosen = localStorage.getItem(languageKey) ?? navigator.language
  return chosen.startsWith('zh') ? 'zh' : 'en'
}

let current = firstLanguage()

/** `en` or `zh`. */
export function language() {
  return current
}

/** Takes the other language from now on. */
export function switchLanguage() {
  current = current === 'en' ? 'zh' : 'en'
  localStorage.setItem(languageKey, current)
}

/** Words by name, with `{0}` filled in. */
export function t(name, ...values) {
  const [en, zh] = words[name] ?? [name, name]
  return (current === 'zh' ? zh : en).replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)] ?? ''))
}

/** Words by name, or undefined when there are none. */
export function maybe(name, ...values) {
  return words[name] === undefined ? undefined : t(name, ...values)
}

/** What a manifest says, in one language or by language. */
export function said(text) {
  if (typeof text === 'string') return text
  return text?.[current] ?? text?.en ?? Object.values(text ?? {})[0] ?? ''
}

const formats = new Map()

/** Money as people write it; minor units by ISO 4217. */
export function money(minor, currency) {
  const key = `${current} ${currency}`
  const format = formats.get(key) ?? new Intl.NumberFormat(current, { style: 'currency', currency })
  formats.set(key, format)
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits)
}

/** A day and an hour. */
export function when(instant, style = { dateStyle: 'medium', timeStyle: 'short' }) {
  return new Intl.DateTimeFormat(current, style).format(new Date(instant))
}

/** `not-as-described` → `Not as described`. */
export function plain(slug) {
  const text = slug
    .replaceAll(/[-.]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
