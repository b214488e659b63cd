import { field, hint } from './field.ts'
import { attributesField, currencyField, deletedHints, externalId, updatedAt } from './shared.ts'
import { fill, numberOf, type KindSpec } from './spec.ts'

export const products: KindSpec = {
  kind: 'products',
  table: 'products',
  own: ['product', 'produkt', 'item', 'artikel'],
  identity: [['name']],
  fields: [
    externalId('product id, sku, product code, artikelnummer, item id, stock keeping unit'),
    field('text', 'name', 'product name, product, title, item, item name, produkt, produktname, bezeichnung, artikel', {
      required: true,
    }),
    field(
      'amount',
      'listPrice',
      'price, list price, sales price, unit price, msrp, retail price, amount, preis, listenpreis, standard price, base price',
      { column: null },
    ),
    { ...currencyField, column: undefined },
    field('text', 'unit', 'unit of measure, billing unit, quantity unit of measure, uom, einheit, price unit'),
    attributesField,
    updatedAt,
    hint('boolean', 'isActive', 'is active, active'),
    ...deletedHints,
  ],
  finish: (draft, company) => {
    if (!('name' in draft)) fill(draft, 'name', draft['externalId'])
    if (numberOf(draft, 'listPrice') !== undefined) fill(draft, 'currency', company.currency)
    return undefined
  },
  contradictions: (draft) => ((numberOf(draft, 'listPrice') ?? 0) < 0 ? ['negative-price'] : []),
}
