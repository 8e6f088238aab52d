# The league from a file of figures with pandas, as an analyst would: the same rows, limits and flags as bench/league.c.
#
#	python3 league.py FILE PASSES     prints: nanoseconds (the median), employers' rows, flags other than "within", centre of the last year in millionths
import sys
import time

try:
    import numpy as np
    import pandas as pd
except ImportError:
    sys.exit(3)

NUMBERS = ['case_holders_fte', 'cases', 'caseload_fte']


def split_joint(rows):
    """A row for each of two employers that make one return, marked so that they count once."""
    codes = rows['new_la_code'].str.split(' / ')
    rows = rows.assign(new_la_code=codes, la_name=rows['la_name'].str.split(' / '))
    alone = rows[codes.str.len() == 1].assign(first=True)
    alone = alone.assign(new_la_code=alone['new_la_code'].str[0], la_name=alone['la_name'].str[0])
    joint = rows[codes.str.len() == 2].explode(['new_la_code', 'la_name'])
    joint = joint.assign(first=~joint.index.duplicated())
    return pd.concat([alone, joint])


def year_of(rows):
    """Rows of a year with their limits and flags, and the centre."""
    numbers = rows[NUMBERS].apply(pd.to_numeric, errors='coerce')
    rows = rows.assign(fte=numbers['case_holders_fte'], count=numbers['cases'], caseload=numbers['caseload_fte'])
    has = rows['fte'].gt(0) & rows['count'].notna() & rows['caseload'].notna()
    points = rows[has & rows['first']]
    n = len(points)
    centre = points['count'].sum() / points['fte'].sum()
    z = (points['caseload'] - centre) / np.sqrt(centre / points['fte'])
    z = z.clip(z.quantile(0.1), z.quantile(0.9))
    phi = (z ** 2).mean()
    w = points['fte'] / centre
    tau2 = max(0, (n * phi - (n - 1)) / (w.sum() - (w ** 2).sum() / w.sum()))
    error = np.sqrt(centre / rows['fte'].where(rows['fte'] > 0) + tau2)
    rows = rows.assign(lower_95=(centre - 1.96 * error).clip(lower=0), upper_95=centre + 1.96 * error,
        lower_998=(centre - 3.09 * error).clip(lower=0), upper_998=centre + 3.09 * error)
    beyond = [rows['caseload'] < rows['lower_998'], rows['caseload'] > rows['upper_998'], rows['caseload'] < rows['lower_95'],
        rows['caseload'] > rows['upper_95']]
    flag = np.select([~has, *beyond], ['', 'very-low', 'very-high', 'low', 'high'], 'within')
    return rows.assign(flag=flag).sort_values('la_name'), centre


def league(path):
    rows = pd.read_csv(path, dtype=str, encoding='utf-8-sig', keep_default_na=False)
    rows = split_joint(rows[rows['geographic_level'] == 'Local authority'])
    years = [year_of(of_year) for _, of_year in rows.groupby('time_period')]
    flagged = sum(int((~of_year['flag'].isin(['', 'within'])).sum()) for of_year, _ in years)
    return sum(len(of_year) for of_year, _ in years), flagged, round(years[-1][1] * 1e6)


took = []
for _ in range(int(sys.argv[2])):
    begun = time.perf_counter_ns()
    outcome = league(sys.argv[1])
    took.append(time.perf_counter_ns() - begun)
print(sorted(took)[len(took) // 2], *outcome, sep='\t')
