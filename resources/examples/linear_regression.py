"""Linear regression: find the straight line behind a cloud of points.

This is the first example of the tutorial. It invents 100 points around the line y = 2x + 1, forgets
the line, and lets the computer find it again. Run it:

    python linear_regression.py

It uses NumPy; scikit-learn finds the line where it is installed, matplotlib draws the picture.
"""

import argparse
import json
import sys

TRUE_SLOPE = 2.0
TRUE_INTERCEPT = 1.0
POINTS = 100
NOISE = 0.3  # how far the points lie from the line, on average
SEED = 7  # the same seed gives the same "random" points every time


def make_points(np):
    """100 points near the line: x between 0 and 5, y = 2x + 1 plus a little chance."""
    chance = np.random.default_rng(SEED)
    x = chance.uniform(0, 5, POINTS)
    y = TRUE_SLOPE * x + TRUE_INTERCEPT + chance.normal(0, NOISE, POINTS)
    return x, y


def split(np, x, y):
    """Put 20 points aside: the test must use points that the model has never seen."""
    order = np.random.default_rng(SEED).permutation(POINTS)
    test, train = order[:20], order[20:]
    return x[train], y[train], x[test], y[test]


def fit_with_scikit_learn(x, y):
    """Let scikit-learn find the slope and the intercept of the best line."""
    from sklearn.linear_model import LinearRegression

    model = LinearRegression()
    model.fit(x.reshape(-1, 1), y)  # scikit-learn wants a table with one column
    return float(model.coef_[0]), float(model.intercept_)


def fit_with_numpy(np, x, y):
    """The same by hand: the line with the smallest squared distances (least squares)."""
    table = np.column_stack([x, np.ones_like(x)])
    solution = np.linalg.lstsq(table, y, rcond=None)[0]
    return float(solution[0]), float(solution[1])


def draw(points, test_points, line, file):
    """Draw the points and the line, and save the picture."""
    import matplotlib

    matplotlib.use("Agg")  # draw into a file; no window is needed
    import matplotlib.pyplot as plt

    slope, intercept = line
    figure, axes = plt.subplots(figsize=(7, 4.5))
    axes.scatter(*points, s=18, label="points to learn from")
    axes.scatter(*test_points, s=28, marker="x", label="points to test with")
    axes.plot([0, 5], [intercept, slope * 5 + intercept], color="black", label="the line found")
    axes.set_xlabel("x")
    axes.set_ylabel("y")
    axes.set_title(f"y = {slope:.2f} x + {intercept:.2f}")
    axes.legend()
    figure.tight_layout()
    figure.savefig(file, dpi=120, format="png")
    plt.close(figure)


def is_installed(module):
    """Whether a library is there, without importing it yet."""
    from importlib.util import find_spec

    return find_spec(module) is not None


def run(picture):
    """Do all of it, and return what was found."""
    if not is_installed("numpy"):
        return {"skipped": "NumPy is not installed"}
    import numpy as np

    x, y = make_points(np)
    x_train, y_train, x_test, y_test = split(np, x, y)
    if is_installed("sklearn"):
        found_by = "scikit-learn"
        slope, intercept = fit_with_scikit_learn(x_train, y_train)
    else:
        found_by = "NumPy"
        slope, intercept = fit_with_numpy(np, x_train, y_train)
    error = float(np.mean(np.abs(slope * x_test + intercept - y_test)))
    result = {"slope": slope, "intercept": intercept, "error": error, "found_by": found_by}
    if is_installed("matplotlib"):
        draw((x_train, y_train), (x_test, y_test), (slope, intercept), picture)
        result["picture"] = picture
    return result


def main():
    """Read the command line, run, and say what was found."""
    parser = argparse.ArgumentParser(description="Find the line y = 2x + 1 behind 100 points.")
    parser.add_argument("--picture", default="linear_regression.png", help="where to save it")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    options = parser.parse_args()
    result = run(options.picture)
    if options.json:
        print(json.dumps(result))
    elif "skipped" in result:
        print(result["skipped"])
    else:
        print(
            f"{result['found_by']} found: y = {result['slope']:.3f} x + {result['intercept']:.3f}"
        )
        print(f"On points it had not seen, it was wrong by {result['error']:.2f} on average.")
        if "picture" in result:
            print(f"The picture is in {result['picture']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
