import { locale } from './index.ts'
import { formatNumber } from './time.ts'

/**
 * What a person typed as a number: with a decimal comma or point, with gaps between the thousands, in Latin or Arabic digits.
 * Nothing for a blank; the text itself where it is no number.
 */
export function parseNumber(typed: string): number | string | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  const plain = text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\s\u00a0\u202f'’٬\u200e\u200f\u061c]/g, '')
    .replace('٫', '.')
    .replace(/^[\u2212–]/, '-')
  const value = Number(withPoint(plain))
  return /\d/.test(plain) && Number.isFinite(value) && !/[xobe]/i.test(plain) ? value : text
}

/** Of two signs the last one is the decimal one; a comma alone is it too, unless an English reader groups by it. */
function withPoint(text: string): string {
  const [comma, point] = [text.lastIndexOf(','), text.lastIndexOf('.')]
  if (comma >= 0 && point >= 0)
    return comma > point ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '')
  const isGrouped = locale() === 'en' && /^-?\d{1,3}(,\d{3})+$/.test(text)
  return isGrouped ? text.replaceAll(',', '') : text.replace(',', '.')
}

/** A number as its reader types it: no grouping, and as many decimals as it has, or as are asked for. */
export const writeNumber = (value: number, decimals?: number): string =>
  formatNumber(value, {
    useGrouping: false,
    maximumFractionDigits: decimals ?? 12,
    ...(decimals !== undefined && { minimumFractionDigits: decimals }),
  })

/** Decimals of a currency's amounts: 2 for most, 3 for the Tunisian dinar, none for the yen. */
export const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

export const currencySign = (currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find((part) => part.type === 'currency')?.value ?? currency

/** Whole cents as a person writes the amount: "1.250,00 €". */
export const formatMoney = (amount: number, currency: string): string =>
  formatNumber(amount / 10 ** decimalsOf(currency), { style: 'currency', currency })
