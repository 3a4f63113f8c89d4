import type { DocumentWords } from './document-words.ts'

/** A document as a page that prints well, in English and Chinese. */
export function documentHtml(words: DocumentWords): string {
  const { title, number, town, seller, month, issued, rows, total } = words
  const lines = rows.map(
    (row) =>
      `<tr><td>${escape(row.title.en)} <span lang="zh">${escape(row.title.zh)}</span></td>` +
      `<td class="number">${row.orders}</td><td class="number">${escape(row.amount)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title.en)} ${number}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; color: #1a1a1a }
h1 { font-size: 1.5rem } span[lang=zh] { color: #555 } dl { display: grid; grid-template-columns: 10rem 1fr }
dd { margin: 0 } table { width: 100%; border-collapse: collapse; margin-top: 2rem }
th, td { text-align: left; padding: .4rem 0; border-bottom: 1px solid #ddd } .number { text-align: right }
tfoot td { font-weight: 600; border-bottom: 0 } @media print { body { margin: 0 } }
</style>
</head>
<body>
<h1>${escape(title.en)} <span lang="zh">${escape(title.zh)}</span> ${number}</h1>
<dl>
<dt>From <span lang="zh">开具方</span></dt><dd>${escape(town)}</dd>
<dt>To <span lang="zh">抬头</span></dt><dd>${escape(seller)}</dd>
<dt>Month <span lang="zh">月份</span></dt><dd>${month}</dd>
<dt>Issued <span lang="zh">开具日期</span></dt><dd>${issued}</dd>
</dl>
<table>
<thead><tr><th>Fee <span lang="zh">费用</span></th><th class="number">Orders <span lang="zh">订单数</span></th>
<th class="number">Amount <span lang="zh">金额</span></th></tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
<tfoot><tr><td>Total <span lang="zh">合计</span></td><td></td><td class="number">${escape(total)}</td></tr></tfoot>
</table>
</body>
</html>
`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => entities[letter]!)
}
