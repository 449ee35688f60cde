"""NumPy: the matrix product of whatever BLAS it is linked to, the yardstick of the field."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import numpy

from serve import Unable, blas_in_use, serve


class Product:
    def __init__(self, task, settings):
        if task["kind"] != "matrix-product":
            raise Unable("multiplies matrices only")
        self.a, self.b, self.expected = (task["tensors"][name]["values"] for name in ("a", "b", "expected"))
        self.c = numpy.empty_like(self.expected)
        self.notes = [f"{numpy.__version__}, {blas_in_use()}"]

    def run(self, steps):
        for _ in range(steps):
            numpy.matmul(self.a, self.b, out=self.c)

    def loss(self):
        self.run(1)
        return float(numpy.abs(self.c - self.expected).max())


if __name__ == "__main__":
    serve(Product)
