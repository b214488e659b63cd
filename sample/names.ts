/** Names of companies and people for the quiet part of the books. Invented; any likeness is chance. */

const lines = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim())

export const COMPANY_NAMES: Readonly<Record<string, readonly string[]>> = {
  Manufacturing: lines(`
    Hartwell Castings
    Brenner Antriebstechnik
    Oakridge Fasteners
    Pacific Gasket Works
    Linwood Precision
    Tessera Ceramics
    Copperline Components
    Strand & Sons Tooling
    Velden Maschinenbau
    Kingsford Plastics
    Morrow Hydraulics
    Silverdale Paper
    Atlas Bearing Supply
    Fairmont Glassworks
    Dunmore Engines
    Rosseau Packaging
    Beckett Welding Systems
    Greenfield Compressors
    Talbot Filters
    Nordhavn Windows
    Eastgate Motors
    Palmer Springs`),
  Logistics: lines(`
    Redline Couriers
    Harbourside Storage
    Swiftwater Barge Lines
    Meadow Lane Transport
    Blackthorn Freight
    Tri-County Moving
    Cascade Cold Chain
    Longhaul Partners
    Porto Verde Shipping
    Baltic Bridge Forwarding
    Sundial Express
    Keystone Warehousing
    Highland Parcel
    Canal Street Logistics
    Arrowhead Haulage
    Gateway Drayage
    Sable Air Freight
    Fennel & Rye Distribution`),
  Retail: lines(`
    Maple & Main
    Huckleberry Outfitters
    Corner Lantern Books
    Bellweather Home
    Fern & Fable
    Stonebridge Garden Centres
    Halloway Opticians
    Little Harbor Toys
    Pinewood Furniture
    Casa Brava Kitchens
    Wexford Shoes
    Daybreak Grocers
    Tillie's Pet Supply
    Marlow Jewellers
    Open Road Cycles
    Thistle Knitwear
    Bluebird Stationers
    Northside Hardware`),
  Healthcare: lines(`
    Willow Creek Clinics
    St. Alban Dental Group
    Meridian Street Pharmacy
    Clearview Eye Centers
    Bergmann Reha
    Hopewell Hospice
    Lakeshore Orthopedics
    Primrose Care Homes
    Aspen Ridge Pediatrics
    Cedar Lane Physio
    Vista Imaging Partners
    Sanctuary Home Nursing
    Elmhurst Family Practice
    Novara Diagnostics
    Harbor Light Recovery
    Goldcrest Veterinary`),
  Software: lines(`
    Paperkite
    Loomwork
    Stackhouse Digital
    Brightloop
    Quarry Labs
    Tidewater Systems
    Finch & Fox Studio
    Signalpost
    Ember Analytics
    Rowan Cloud
    Latchkey Security
    Mosaic Scheduling
    Plumbline Software
    Tenfold Learning
    Cinderpath
    Northstead Apps
    Parcel of Code
    Hollow Oak Games`),
  Energy: lines(`
    Summerfield Solar
    Ostsee Windpark
    Greyrock Gas
    Prairie Light & Power
    Beacon Hydro
    Canyon Geothermal
    Alder Biofuels
    Clearbrook Water
    Tallgrass Renewables
    Rhein-Neckar Netze
    Stillwater Energy
    Foothill Propane`),
  Finance: lines(`
    Ashgrove Wealth
    Pilot Hill Bank
    Fairhaven Mutual
    Copper Beech Capital
    Mariner Trust
    Tollgate Payments
    Larch Street Advisors
    Bayside Credit Union
    Rutland Insurance Brokers
    Whitestone Leasing
    Overland Finance
    Heron Actuarial
    Plainview Savings
    Sterling & Hope`),
  Education: lines(`
    Birchwood Academy
    Lakeside Community College
    Bright Steps Nurseries
    Carrow Language Schools
    Institute for Applied Trades
    Fernhill Preparatory
    Open Window Tutoring
    Riverbend School District
    Academie du Parc
    Kingsley Music School
    Harlan Technical College
    Sunrise Early Learning`),
  Hospitality: lines(`
    The Copper Kettle Group
    Seabreeze Resorts
    Hotel Lindenhof
    Stag & Thistle Inns
    Mesa Verde Lodges
    Blue Door Restaurants
    Harvest Table Catering
    Glenmore Spa Hotels
    Piazza Nove
    Wild Plum Cafes
    Lantern Bay Cruises
    Timberline Campgrounds`),
  Services: lines(`
    Ridley Property Management
    Greenway Landscapes
    Castor & Vale Architects
    Swan Lane Recruiting
    Oxbow Legal
    Fulcrum Engineering Consultants
    Clean Slate Facilities
    Harper Event Staging
    Bridgewater Translation
    Nettle & Thorn PR
    Cornerstone Surveyors
    Vela Marketing
    Tamarack Security
    Northwind Interiors
    Ellery Tax Advisors
    Ravensgate Auctions
    Kitebird Travel
    Underhill Plumbing
    Sagebrush Staffing
    Pemberley Weddings
    Rook & Raven Printers
    Silver Birch Surveying
    Tern Island Charters
    Juniper Hall Events
    Larkspur Laundries
    Moorland Plant Hire
    Osprey Inspections
    Quince Interiors
    Rivington Couriers
    Saltbox Architects`),
}

export const FIRST_NAMES = lines(`
  Alice
  Marcus
  Yuki
  Fernando
  Ingrid
  Samuel
  Leila
  Tomasz
  Charlotte
  Rajesh
  Bianca
  Conor
  Adaeze
  Henrik
  Monique
  Stephen
  Aisha
  Luca
  Wendy
  Gabriel
  Sofia
  Trevor
  Nadia
  Patrick
  Camille
  Hiroshi
  Deborah
  Emil
  Joanna
  Kwame
  Margaret
  Pavel
  Renee
  Simon
  Tanya
  Victor
  Zoe
  Anders
  Beatriz
  Derek`)

export const LAST_NAMES = lines(`
  Albrecht
  Bianchi
  Carver
  Delgado
  Eriksen
  Fontaine
  Gallagher
  Hashimoto
  Iverson
  Jankowski
  Keller
  Lombardi
  Mbeki
  Nakamura
  Osborne
  Pereira
  Quigley
  Romero
  Sinclair
  Thornton
  Ueda
  Vasquez
  Wagner
  Xavier
  Yeager
  Zimmerman
  Ashworth
  Boateng
  Crawford
  Dufour
  Engel
  Farrell
  Grimaldi
  Hussain
  Kowalczyk
  Lindgren
  McAllister
  Okonkwo
  Rosenthal
  Stavros`)
