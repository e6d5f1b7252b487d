"""dlib's public-domain face models, read from their own .dat files and run as ONNX or in numpy.

dlib itself is not needed for any of it; its HOG detector is the one thing that is taken from it, where it is installed.
"""
